import { headerWords } from './words.ts';

/** Words of people who are no customers: who sells, owns, assigns, writes or refers; whole words. */
const WORDS = new Set(
  `owner owned sales salesman rep seller vendor merchant store shop supplier agent referrer referral referred referee manager partner assigned assignee
   assignment staff employee advisor adviser consultant creator created author updated modified changed edited entered imported by from sender reply cc bcc company
   account organization organisation org business support admin administrator coach recruiter teacher tutor host organizer organiser driver doctor technician
   approver approved handled handler exec executive csm sdr bdr ae am se operator broker dealer distributor franchise publisher affiliate influencer editor
   reviewer parent guardian spouse partner emergency friend gift gifted beneficiary contractor inviter invited submitter reporter requester responsible
   secretary assistant colleague supervisor leader agency attorney lawyer nurse trainer instructor landlord employer mother father team sent service helpdesk notification notifications noreply domain
   proprietaire vendeur vendeuse commercial commerciale responsable gestionnaire magasin boutique fournisseur parrain filleul conseiller conseillere
   employe cree modifie expediteur societe entreprise assigne attribue auteur charge referent revendeur
   besitzer eigentumer inhaber vertrieb filiale handler lieferant vertreter zustandig erstellt bearbeitet firma unternehmen absender verantwortlich
   verantwortlicher empfehler werber
   propietario vendedor vendedora comercial gestor tienda proveedor agente asesor asesora empleado asignado creado empresa remitente encargado
   proprietario venditore venditrice commerciale responsabile negozio fornitore consulente dipendente assegnato creato azienda mittente referente
   responsavel loja fornecedor consultor consultora funcionario atribuido criado indicador representante
   eigenaar verkoper verantwoordelijke winkel leverancier adviseur medewerker toegewezen aangemaakt bedrijf afzender vertegenwoordiger`.split(
    /\s+/,
  ),
);

/** Stems of compounds: "Salesperson", "Verkäufermail", "Kundenbetreuer", "accountmanager". */
const STEMS =
  /sales|seller|vendor|manager|owner|verkauf|vertrieb|betreuer|mitarbeiter|bearbeiter|berater|ansprechpartner|sachbearbeiter|verkoper|medewerker|inhaber|handler|lieferant|filial|employee|supplier|assigned|createdby|referr/;

/** Whether a column's name speaks of somebody other than the customer, so that addresses in it are not used. */
export function namesStranger(name: string): boolean {
  const words = headerWords(name);
  return words.some((word) => WORDS.has(word)) || STEMS.test(words.join(''));
}
