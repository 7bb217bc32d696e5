/** The answer is longer than any that makes sense. */
export class TooLongError extends Error {}

/**
 * The bytes of an answer that comes as a stream, read no further than makes sense: the host itself reads and unpacks
 * whatever a server sends.
 * @param body a stream, or what was read already
 * @param most bytes, after unpacking
 * @throws TooLongError; what the stream throws where the connection breaks
 */
export async function readBytes(body: unknown, most: number): Promise<unknown> {
	if (!isStream(body)) return body;
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of body) {
		const bytes = Buffer.from(chunk);
		size += bytes.length;
		// Leaving the loop destroys the stream, and with it the connection.
		if (size > most) throw new TooLongError(`More than ${most} bytes`);
		chunks.push(bytes);
	}
	return Buffer.concat(chunks);
}

const isStream = (body: unknown): body is AsyncIterable<Uint8Array> =>
	typeof body === 'object' &&
	body !== null &&
	!Buffer.isBuffer(body) &&
	Symbol.asyncIterator in body;
