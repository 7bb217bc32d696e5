import fc from 'fast-check';
import {
	iban,
	organisationNumber,
	phoneNumber,
	routingNumber,
	socialSecurityNumber,
	vatNumber,
	zipCode,
	type NumberKind,
} from '../../../nodes/shared/numbers';

const KINDS: Record<string, NumberKind> = {
	iban,
	organisationNumber,
	phoneNumber,
	routingNumber,
	socialSecurityNumber,
	vatNumber,
	zipCode: (value, label) => zipCode(value, label),
};

/** What is typed, and what leaves. */
it.each([
	['vatNumber', 'BE 0123.456.749', 'BE0123456749'],
	['vatNumber', 'be0123-456-749', 'BE0123456749'],
	['vatNumber', 'BE\u00a00123\u202f456\u202f749', 'BE0123456749'],
	['vatNumber', '123456749', '0123456749'],
	['vatNumber', 'BE123456749', 'BE0123456749'],
	['vatNumber', 'NL 8047.61.358.B01', 'NL804761358B01'],
	['vatNumber', '999000001', '999000001'],
	['vatNumber', 'BE0999999999', 'BE0999999999'],
	['organisationNumber', '923 609 016', '923609016'],
	['organisationNumber', 'no 923 609 016 mva', 'NO923609016MVA'],
	['iban', 'be68 5390 0754 7034', 'BE68539007547034'],
	['iban', 'NL91ABNA0417164300', 'NL91ABNA0417164300'],
	['routingNumber', '011103093', '011103093'],
	['routingNumber', '0111-0309-3', '011103093'],
	['socialSecurityNumber', '123-45-6789', '123-45-6789'],
	['socialSecurityNumber', '123 45 6789', '123456789'],
	['phoneNumber', '(404) 555-0100', '4045550100'],
	['phoneNumber', '+1 404 555 0100', '4045550100'],
	['phoneNumber', '+1 (404) 555-0100', '4045550100'],
	['phoneNumber', '1-404-555-0100', '4045550100'],
	['phoneNumber', '404-555-0100', '404-555-0100'],
	['zipCode', '02138', '02138'],
	['zipCode', '02138-1234', '02138-1234'],
	['zipCode', '2138', '02138'],
])('%s %j leaves as %j', (kind, typed, sent) => {
	expect(KINDS[kind]?.(typed, 'Field')).toBe(sent);
});

it.each([
	['vatNumber', 'BE123456748'],
	['vatNumber', 'BE01234567'],
	['vatNumber', 'BE01234567490'],
	['organisationNumber', '923609017'],
	['organisationNumber', '92360901'],
	['iban', 'BE68 5390 0754 7035'],
	['iban', 'BE68'],
	['iban', 'BE68 **** **** 7034'],
	['routingNumber', '11103093'],
	['routingNumber', '011103094'],
	['routingNumber', '*****3093'],
	['socialSecurityNumber', '12345678'],
	['socialSecurityNumber', '1234567890'],
	['socialSecurityNumber', '*****6789'],
	['phoneNumber', '+32 2 555 12 12'],
	['phoneNumber', '+49 30 123456'],
	['phoneNumber', '+404 555 0100'],
	['phoneNumber', '404 555 01+00'],
	['zipCode', '213'],
	['zipCode', '21 38'],
	['zipCode', '021381'],
])('%s %j is refused with the name of the field', (kind, typed) => {
	expect(() => KINDS[kind]?.(typed, 'My Field')).toThrow('"My Field"');
});

it('one wrong digit of an IBAN or a routing number is never sent', () => {
	const wrong = (right: string, index: number, digit: number) => {
		const at = index % right.length;
		return /\d/.test(right.charAt(at)) && Number(right.charAt(at)) !== digit
			? `${right.slice(0, at)}${digit}${right.slice(at + 1)}`
			: undefined;
	};
	fc.assert(
		fc.property(
			fc.constantFrom(['iban', 'BE68539007547034'], ['routingNumber', '011103093']),
			fc.nat(30),
			fc.integer({ min: 0, max: 9 }),
			([kind = '', right = ''], index, digit) => {
				const typed = wrong(right, index, digit);
				if (typed !== undefined) expect(() => KINDS[kind]?.(typed, 'Field')).toThrow('"Field"');
			},
		),
	);
});
