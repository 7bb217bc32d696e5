import { resource } from '../../../shared/operation';
import { get } from './get';
import { getMany } from './getMany';

export const order = resource('Order', [get, getMany], { defaultOperation: 'getMany' });
