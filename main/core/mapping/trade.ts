import { headerWords } from './words.ts';

const TRADE_WORDS = new Set(
  `deal deals order orders invoice opportunity cart pipeline stage transaction product item quantity currency total amount ticket event appointment booking
   subscription submission campaign form ad adset commande bestellung pedido ordine bestelling`.split(/\s+/),
);

/** Whether a column's name speaks of what was sold, booked or advertised, so that the list is hardly one of people. */
export function isTrade(name: string): boolean {
  return headerWords(name).some((word) => TRADE_WORDS.has(word));
}
