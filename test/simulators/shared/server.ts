import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Express } from 'express';
import type { Faults } from './faults';
import { onlyNamed, type Queries } from './queries';
import { keepRawBody, type Recorder } from './recorder';
import type { Shapes } from './shapes';

/** One listening address of a simulator. */
export interface Listening {
	origin: string;
	stop(): Promise<void>;
}

/** An express app that reads JSON, form and text bodies, records, and fails when it is told to. */
export function createApp(
	recorder: Recorder,
	faults: Faults,
	queries?: Queries,
	shapes?: Shapes,
): Express {
	const app = express();
	app.disable('x-powered-by');
	app.set('etag', false);
	const type = ['application/json', 'application/*+json'];
	app.use(express.json({ type, limit: '30mb', verify: keepRawBody, strict: false }));
	app.use(express.urlencoded({ extended: false, limit: '30mb', verify: keepRawBody }));
	app.use(
		express.text({ type: ['text/*', 'application/xml'], limit: '30mb', verify: keepRawBody }),
	);
	app.use(recorder.middleware());
	app.use(faults.middleware());
	if (queries) app.use(onlyNamed(queries));
	if (shapes) app.use(shapes.middleware());
	return app;
}

/** Listens on 127.0.0.1 only. `port` 0 takes any free one. */
export async function listen(app: Express, port: number): Promise<Listening> {
	const server: Server = createServer({ keepAliveTimeout: 30_000 }, app);
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', resolve);
	});
	const { port: bound } = server.address() as AddressInfo;
	return {
		origin: `http://127.0.0.1:${bound}`,
		async stop() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
