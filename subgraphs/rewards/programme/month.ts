/** The calendar month of the programme, from which limits of a month count. */
import { dayOf, firstDayOf, startOfDay } from '../wallet-kinds/calendar-days.js';
import type { ProgrammeTerms } from './terms.js';

/** The first instant of the month in which an instant lies, in the programme's zone. */
export function monthOf(now: Date, { timeZone }: Pick<ProgrammeTerms, 'timeZone'>): Date {
  return startOfDay(firstDayOf('MONTH', dayOf(now, timeZone)), timeZone);
}
