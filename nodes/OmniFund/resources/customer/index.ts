import { resource } from '../../../shared/operation';
import { getMany } from './getMany';

export const customer = resource('Customer', [getMany]);
