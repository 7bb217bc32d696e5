import { resource } from '../../../shared/operation';
import { get } from './get';

export const subscription = resource('Subscription', [get]);
