import type { Names } from './meaning.ts';

/** What exports call the parts of an address, in the seven languages; see vocabulary-person.ts for strong and weak. */
export const PLACE_NAMES: readonly Names[] = [
  {
    meaning: 'CT',
    strong: `city, city name, town, town city, city town, post town, locality, municipality, village, suburb city, city suburb, ort, stadt, wohnort,
      ortsname, ville, commune, localite, nom ville, ciudad, localidad, municipio, citta, comune, localita, cidade, localidade, plaats, plaatsnaam, woonplaats,
      stad, gemeente, hometown, ct`,
    weak: 'poblacion',
  },
  {
    meaning: 'ST',
    strong: `province, province code, province name, state province, state province code, province state, state region, state region code,
      state county, state code, state name, state abbreviation, state abbr, us state, region state, bundesland, kanton, canton, cantone, provincia, sigla provincia,
      codice provincia, codigo provincia, prov, provincie, uf, region, region code, region name, st,
      estado provincia, provincia estado, estado uf, etat province, province etat,
      state province region county territory prefecture republic`,
    weak: 'comunidad autonoma, regione, regiao, departement, departamento',
  },
  // "State", "Estado", "Stato" and "Staat" are a state, a country or a status: only the cells tell.
  { meaning: 'PLACE', strong: 'state, estado, stato, staat', weak: '' },
  {
    meaning: 'ZIP',
    strong: `zip, zip code, postal code, post code, postcode, zip postal code, zip postal, postal zip code, postal zip, zip postcode,
      postleitzahl, plz, code postal, codigo postal, codice postale, codice avviamento postale, cep, cod postal, codpostal, pincode`,
    weak: 'cp, cap, pin code, postal',
  },
  {
    meaning: 'COUNTRY',
    strong: `country, country name, country region, country region name, country territory, country of residence, residence country, pays, pays region,
      pays de residence, pais, pais de residencia, pais region, paese, paese di residenza, nazione, nacion, land, land region, wohnland`,
    weak: `country code, country iso, country iso code, country region code, iso country, iso country code, country id, cc, landcode, landercode,
      laendercode, landerkurzel, landeskurzel, landkurzel, code pays, pays code, codigo pais, pais codigo, codice paese, codice nazione, land iso, iso land, pays iso, pais iso,
      landescode, landerkennzeichen, laenderkennzeichen, country abbreviation`,
  },
];
