import { sameText } from '../../credentials/oauth2/consent';
import { signature } from './signed';

/** Longer ones are refused: they travel in a cookie and through the vendor. */
export const LONGEST_REFERENCE = 200;

/** Whose account it is to be, as the address told it. */
export interface Reference {
	reference: string;
	/** Seconds since the epoch; 0 when the address was not signed and the visitor may have written it. */
	signedUntil: number;
}

/** Parameters of an address to connect; '' where the address has none. */
export type ReferenceQuery = Record<'reference' | 'expires' | 'signature', string>;

/**
 * What to put behind the trigger's address, so that nobody can change whose account it is to be.
 * @param secret the client secret
 * @param address of the trigger: good at no other one
 */
export function signedQuery(
	secret: string,
	address: string,
	{ reference, signedUntil }: Reference,
): string {
	const expires = String(signedUntil);
	return new URLSearchParams({
		reference,
		expires,
		signature: sign(secret, address, reference, expires),
	}).toString();
}

/**
 * @param now seconds since the epoch
 * @returns undefined when the signature is wrong or has run out, or the reference is too long
 */
export function readReference(
	secret: string,
	address: string,
	{ reference, expires, signature: given }: ReferenceQuery,
	now: number,
): Reference | undefined {
	if (reference.length > LONGEST_REFERENCE) return undefined;
	if (expires === '' && given === '') return { reference, signedUntil: 0 };
	const good =
		/^\d{1,15}$/.test(expires) && sameText(given, sign(secret, address, reference, expires));
	return good && now <= Number(expires) ? { reference, signedUntil: Number(expires) } : undefined;
}

const sign = (secret: string, address: string, reference: string, expires: string): string =>
	signature(secret, 'address to connect', JSON.stringify([address, reference, expires]));
