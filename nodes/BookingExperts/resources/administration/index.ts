import { resource } from '../../../shared/operation';
import { getMany } from './getMany';

export const administration = resource('Administration', [getMany]);
