import { at } from '../../../shared/path';

export const PATH = '/v1/einvoices/registrations';

export const under = (id: string, ...rest: string[]) => at(PATH, id, ...rest);
