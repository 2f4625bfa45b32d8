/** Files that are known by name: how their columns are called and what their figures mean. */
import type { Columns } from './read/columns.js';

export interface Preset {
  readonly columns: Columns;
  /** Stands before the country in the name of a brand. */
  readonly label: string;
  readonly trade: string;
  readonly currency: string;
  readonly returnPrefix?: string;
}

export const presets: Readonly<Record<string, Preset>> = {
  // Chen, Sain, Guo 2012, doi 10.1057/dbm.2012.17; the UCI Machine Learning Repository's "Online Retail".
  'online-retail': {
    columns: {
      receipt: 'InvoiceNo',
      sku: 'StockCode',
      name: 'Description',
      quantity: 'Quantity',
      time: 'InvoiceDate',
      price: 'UnitPrice',
      member: 'CustomerID',
      country: 'Country',
    },
    label: 'Online Retail',
    trade: 'gifts',
    currency: 'GBP',
    returnPrefix: 'C',
  },
};
