import { resource } from '../shared/operation/operation';
import { getMany } from './getMany';
import { send } from './send';

export const resources = [resource('API Call', [send, getMany])];
