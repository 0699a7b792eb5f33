import type { Names } from './meaning.ts';

/**
 * What exports call the facts about a person, in the seven languages. Phrases are compared without spaces, accents and
 * joining words. A weak name also means other things, so only cells that agree make it a hit.
 */
export const PERSON_NAMES: readonly Names[] = [
  {
    meaning: 'EMAIL',
    strong: `email, mail, email address, email addr, email value, electronic mail, electronic mail address, mail address, emailadresse,
      mailadresse, elektronische adresse, courriel, adresse courriel, adresse email, adresse mail, adresse electronique,
      adresse de messagerie, courrier electronique, correo electronico, correo, correo e, direccion de correo, direccion email,
      direccion de correo electronico, direccion de email, posta elettronica, indirizzo email, indirizzo mail,
      indirizzo di posta elettronica, indirizzo posta elettronica, correio eletronico, endereco de email,
      endereco eletronico, endereco de correio eletronico, emailadres, mailadres`,
    weak: 'mel, emails, email id, mail id, email account',
  },
  {
    meaning: 'PHONE',
    strong: `phone, mobile, mobil, mob, cell, portable, phone value, telephone, tel, tel mobile, tel portable, tel fixe, mobile phone, mobile telephone, cell phone, cellular,
      cellular phone, landline, landline phone, msisdn, telefon, telefonnummer, telefonnr, tel nummer, rufnummer, handy,
      handynummer, handynr, mobilnummer, mobilnr, mobiltelefon, mobilfunk, mobilfunknummer, mobilrufnummer, telefon mobil,
      telefon privat, festnetz, festnetznummer, telephone portable, telephone mobile, telephone fixe, telefono, telefono movil,
      telefono celular, telefono fijo, telefono mobile, telefono cellulare, telefono fisso, telf, tlf, tfno, movil, celular,
      cellulare, recapito telefonico, telefone, telefone celular, telefone movel, telefone fixo, telemovel, telefoon, telefoonnummer,
      telefoonnr, mobiele telefoon, mobiel, mobiel nummer, mobiele nummer, vaste telefoon, gsm, gsm nummer, phone mobile, phone home,
      tel domicile, telephone domicile, whatsapp phone, primary phone, sms phone, phone with country code, phone including country code, mobile with country code, phone e164`,
    weak: 'phones, cel, fixe, fijo, sms, whatsapp, ph, contact no, contact number, contact phone no, primary contact no',
  },
  {
    meaning: 'FN',
    strong: `first name, given name, forename, christian name, fname, name first, first names, given names, vorname, vornamen,
      rufname, prenom, prenoms, primer nombre, nombre de pila, nombre propio, primo nome, nome di battesimo, primeiro nome,
      nome proprio, voornaam, roepnaam, voornamen, fn`,
    weak: 'nombres',
  },
  {
    meaning: 'LN',
    strong: `last name, surname, family name, lname, name last, last names, surnames, nachname, nachnamen, familienname, zuname,
      nom de famille, nom usage, apellido, apellidos, primer apellido, er apellido, o apellido, apellido paterno, cognome, sobrenome, ultimo nome,
      nome de familia, achternaam, familienaam, ln`,
    weak: 'apelido',
  },
  { meaning: 'FI', strong: 'fi, first initial, first name initial', weak: '' },
  {
    meaning: 'GEN',
    strong: 'gender, gender code, sex, geschlecht, sexe, genero, sexo, sesso, geslacht, gen',
    weak: `genre, genere, title, titre, titel, salutation, anrede, civilite, titre de civilite, titre civilite, social title, titolo, appellativo,
      tratamiento, trato, tratamento, aanhef, aanspreking, courtesy title, prefix, name prefix, honorific,
      saluto, saludo, titulo, civ, m f, f m, h f, m w, m w d, w m d, m v`,
  },
  {
    meaning: 'DOB',
    strong: `dob, date of birth, birth date, birth dt, birthday, bday, birthday date, geburtsdatum, geburtstag, geb datum, gebdat, geburtsdat,
      geboren am, geb am, date de naissance, date naissance, date naiss, d naissance, ne le, nee le, fecha de nacimiento, fecha nacimiento, fecha nac,
      f nacimiento, f nac, cumpleanos, data di nascita, data nascita, nato il, nata il, compleanno, data de nascimento, data nascimento,
      data nasc, dt nascimento, dt nasc, geboortedatum, verjaardag`,
    weak: `born, born on, naissance, nacimiento, nascita, nascimento, geboren, geb, date anniversaire, anniversaire,
      data aniversario, datum geboorte`,
  },
  {
    meaning: 'DOBY',
    strong: `doby, dob year, dob y, birth year, birthday year, year of birth, yob, geburtsjahr, jahrgang, annee de naissance, annee naissance, ano de nacimiento,
      ano nacimiento, anno di nascita, anno nascita, ano de nascimento, ano nascimento, geboortejaar`,
    weak: '',
  },
  {
    meaning: 'DOBM',
    strong: `dobm, dob month, dob m, birth month, birthday month, month of birth, geburtsmonat, mois de naissance, mois naissance, mes de nacimiento,
      mes nacimiento, mese di nascita, mese nascita, mes de nascimento, mes nascimento, geboortemaand`,
    weak: '',
  },
  {
    meaning: 'DOBD',
    strong: `dobd, dob day, dob d, day of birth, jour de naissance, jour naissance, dia de nacimiento, dia nacimiento,
      giorno di nascita, giorno nascita, dia de nascimento, dia nascimento, geboortedag`,
    weak: '',
  },
  {
    meaning: 'MADID',
    strong: `madid, madids, mobile advertiser id, mobile advertising id, mobile ad id, advertising id, advertising identifier, idfa,
      apple idfa, ios idfa, aaid, gaid, google advertising id, google ad id, google aid, gps adid, android advertising id, apple ad id,
      maid`,
    weak: 'device id, mobile device id, advertiser id, device advertising id',
  },
  {
    meaning: 'EXTERN_ID',
    strong: `extern id, external id, ext id, external identifier, crm id, klaviyo id, externe id, id externe, id externo, id esterno,
      identifiant externe, loyalty id, subscriber key, contact key, customer key`,
    weak: '',
  },
  {
    meaning: 'LOOKALIKE_VALUE',
    strong: `lookalike value, customer value, ltv, lifetime value, life time value, customer ltv, customer lifetime value, clv, cltv,
      predicted ltv, predicted clv, predicted lifetime value, kundenwert, kundenlebenszeitwert, valeur client, valeur vie client,
      valor del cliente, valor de vida, valor de vida del cliente, valore cliente, valor do cliente, valor vitalicio, klantwaarde`,
    weak: 'value',
  },
  { meaning: 'NAME', strong: 'name, nom, nome, nombre, naam', weak: '' },
  { meaning: 'FIRST', strong: 'first', weak: '' },
  { meaning: 'LAST', strong: 'last', weak: '' },
];
