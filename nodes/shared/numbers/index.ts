import { mapped, type Field } from '../fields';
import { unlessBlank, type NumberKind } from './typed';

/**
 * Kinds of numbers that people type in many ways and that have a form of their own: each is written as
 * vendors take it, or refused before anything leaves.
 */

export {
	accountNumber,
	cardNumber,
	homeDigits,
	phoneNumber,
	routingNumber,
	socialInsuranceNumber,
	socialSecurityNumber,
	stateCode,
	taxpayerNumber,
	vehicleNumber,
	zipCode,
} from './american';
export { iban, kid, organisationDigits, organisationNumber, vatNumber } from './european';
export { currencyCode } from './payment';
export { hasLuhnDigit, joined, plainText, unlessBlank, visible, type NumberKind } from './typed';

/** A text field whose value is a number of a kind; '' when it is empty. */
export const checked = (kind: NumberKind, source: Field<string>): Field<string> =>
	mapped(source, unlessBlank(kind));
