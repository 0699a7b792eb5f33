/** What Meta last told of an audience, and values that only value-based audiences are sent. */
export const audienceHealth = `
-- operation_status and delivery_status; null = not told
alter table audience add column operation_code integer;
alter table audience add column operation_text text;
alter table audience add column delivery_code integer;
alter table audience add column delivery_text text;
-- bounds of Meta's estimate of its people; null = not told, or too few
alter table audience add column size_lower integer;
alter table audience add column size_upper integer;
-- when Meta was last asked about it; null = never
alter table audience add column read_at integer;

-- from now on, a value among the keys of a batch says that whoever has none is left out; no audience was known as value-based before
update batch set
  match_keys = (select json_group_array(value) from json_each(match_keys) where value <> 'LOOKALIKE_VALUE'),
  keys = (select json_group_array(value) from json_each(keys) where value <> 'LOOKALIKE_VALUE')
where instr(match_keys, '"LOOKALIKE_VALUE"') > 0;
`;
