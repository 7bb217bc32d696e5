import { resource } from '../../../shared/operation/operation';
import { create } from './create';
import { finalize } from './finalize';
import { get } from './get';
import { getMany } from './getMany';
import { send } from './send';
import { update } from './update';

export const saleInvoice = resource('Invoice', [create, finalize, get, getMany, send, update], {
	value: 'saleInvoice',
	defaultOperation: 'getMany',
});
