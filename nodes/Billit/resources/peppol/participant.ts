import type { IDataObject } from 'n8n-workflow';
import { property } from '../../../../credentials/base/values';
import { InputError } from '../../../shared/errors';
import { vatNumber } from '../../../shared/numbers';
import { at } from '../../../shared/path';
import type { BillitApi } from '../../api';

/** Schemes of Belgian numbers (Peppol's list of participant identifier schemes). */
const BELGIAN: ReadonlySet<string> = new Set(['0208:', '9925:', '9956:']);

/**
 * What a Peppol participant takes (docs.billit.be, "participantInformation").
 * @param identifier VAT number, company number, or `scheme:value`
 */
export async function canReceive(
	api: BillitApi,
	identifier: string,
	onlyCheckDns = false,
): Promise<IDataObject> {
	const [, scheme = '', typed = ''] = /^(\d{4}:)?([^]*)$/.exec(identifier.trim()) ?? [];
	const isBelgian = scheme === '' || BELGIAN.has(scheme);
	const wanted = `${scheme}${isBelgian ? vatNumber(typed, 'Identifier') : typed.trim()}`;
	if (!/^[A-Za-z0-9:_-]{3,60}$/.test(wanted)) {
		throw new InputError(
			'"Identifier" must be a VAT number, a company number, or scheme:value',
			'Identifier',
		);
	}
	const body = await api.record(at('/v1/peppol/participantInformation', wanted), {
		OnlyCheckDNS: onlyCheckDns || undefined,
	});
	return {
		...body,
		canReceiveInvoice: takes(body, 'BISv3Invoice'),
		canReceiveCreditNote: takes(body, 'BISv3CreditNote'),
	};
}

/** Whether a Peppol participant takes documents of a type, such as `BISv3Invoice`. */
export function takes(participant: IDataObject, type: string): boolean {
	const types = property(participant, 'documentTypes');
	return Array.isArray(types) && types.includes(type);
}
