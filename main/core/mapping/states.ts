/**
 * States that decide whether a column called "State", "Estado" or "Stato" is one, when no other address column stands
 * beside it. Folded. Codes of two letters count too: a status is never written so.
 */
const STATES = new Set(
  `alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|georgia|hawaii|idaho|illinois|indiana|iowa|kansas|kentucky|louisiana|maine|maryland|
massachusetts|michigan|minnesota|mississippi|missouri|montana|nebraska|nevada|new hampshire|new jersey|new mexico|new york|north carolina|north dakota|ohio|oklahoma|
oregon|pennsylvania|rhode island|south carolina|south dakota|tennessee|texas|utah|vermont|virginia|washington|west virginia|wisconsin|wyoming|district of columbia|puerto rico|
alberta|british columbia|manitoba|new brunswick|newfoundland and labrador|nova scotia|ontario|prince edward island|quebec|saskatchewan|
new south wales|victoria|queensland|south australia|western australia|tasmania|australian capital territory|northern territory|nsw|vic|qld|tas|act|
acre|alagoas|amapa|amazonas|bahia|ceara|distrito federal|espirito santo|goias|maranhao|mato grosso|mato grosso do sul|minas gerais|para|paraiba|parana|pernambuco|piaui|
rio de janeiro|rio grande do norte|rio grande do sul|rondonia|roraima|santa catarina|sao paulo|sergipe|tocantins|
aguascalientes|baja california|baja california sur|campeche|chiapas|chihuahua|ciudad de mexico|cdmx|coahuila|colima|durango|guanajuato|guerrero|hidalgo|jalisco|mexico|
estado de mexico|michoacan|morelos|nayarit|nuevo leon|oaxaca|puebla|queretaro|quintana roo|san luis potosi|sinaloa|sonora|tabasco|tamaulipas|tlaxcala|veracruz|yucatan|zacatecas|
baden-wurttemberg|bayern|berlin|brandenburg|bremen|hamburg|hessen|mecklenburg-vorpommern|niedersachsen|nordrhein-westfalen|rheinland-pfalz|saarland|sachsen|sachsen-anhalt|
schleswig-holstein|thuringen|andalucia|aragon|asturias|cantabria|castilla y leon|castilla-la mancha|cataluna|extremadura|galicia|madrid|murcia|navarra|la rioja|valencia|
abruzzo|basilicata|calabria|campania|emilia-romagna|friuli-venezia giulia|lazio|liguria|lombardia|marche|molise|piemonte|puglia|sardegna|sicilia|toscana|umbria|veneto|
miranda|zulia|carabobo|tachira|karnataka|maharashtra|tamil nadu|delhi|kerala|gujarat`.split(/\s*\|\s*/),
);

export function isKnownState(folded: string): boolean {
  return STATES.has(folded) || /^(?:[a-z]{2}[-_])?[a-z]{2}$/.test(folded);
}
