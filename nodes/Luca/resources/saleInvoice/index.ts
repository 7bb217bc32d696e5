import { resource } from '../../../shared/operation';
import { getMany } from './getMany';

export const saleInvoice = resource('Sale Invoice', [getMany]);
