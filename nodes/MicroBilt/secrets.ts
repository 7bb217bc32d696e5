import { isRecord } from '../../credentials/oauth2/values';

/** Passwords that MicroBilt repeats in its answers. */
const SECRET = /^(?:MemberPwd|FrozenFilePIN)$/i;

/** The value without any property that holds a password, at any depth. */
export function withoutSecrets(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(withoutSecrets);
	if (!isRecord(value)) return value;
	return Object.fromEntries(
		Object.entries(value)
			.filter(([name]) => !SECRET.test(name))
			.map(([name, inner]) => [name, withoutSecrets(inner)]),
	);
}
