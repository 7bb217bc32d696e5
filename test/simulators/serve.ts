import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import express from 'express';
import { Controls } from './demo/controls';
import type { Dialogs } from './demo/labels';
import { servePage, type DemoWorkflow } from './demo/page';
import { startServices, type DemoPlaces, type DemoService } from './demo/services';
import { speakPlainly } from './demo/words';
import { StateFile, type Kept } from './shared/keep';
import { listen } from './shared/server';

const SAVE_EVERY_MS = 500;

function setting(name: string): string {
	const value = process.env[name];
	if (!value) throw new Error(`${name} is not set. npm start sets it.`);
	return value;
}

/** What `npm start` sets up in n8n: workflows, and the connect address of each provider. */
interface DemoPlan {
	n8nUrl: string;
	workflows: DemoWorkflow[];
	dialogs: Dialogs;
	connectAddresses: Record<string, string>;
}

/**
 * Runs the five simulators and the demo's page for `npm start`, which tells the ports by variable (see
 * scripts/lib/ports.mjs), the plan (DEMO_PLAN), where the state is kept (DEMO_STATE) and where to tell
 * of the services (DEMO_SERVICES): secrets, simulated ones too, are in no log.
 */
async function serve(): Promise<void> {
	speakPlainly();
	// Written by scripts/start.mjs as this type.
	const plan = JSON.parse(readFileSync(setting('DEMO_PLAN'), 'utf8')) as DemoPlan;
	const connectAddress = (provider: string) => plan.connectAddresses[provider] ?? '';
	const places: DemoPlaces = { port: (variable) => Number(setting(variable)), connectAddress };
	const services = await startServices(places);
	const state = new StateFile(setting('DEMO_STATE'));
	const kept = () => keptOf(services);
	if (!state.restore(kept())) console.log('The simulators begin anew.');
	const save = () => state.save(kept());
	setInterval(save, SAVE_EVERY_MS).unref();

	const app = express();
	app.disable('x-powered-by');
	app.use(express.urlencoded({ extended: false }));
	const controls = services.map((service) => new Controls(service));
	servePage(app, { ...plan, controls, connectAddress });
	const page = await listen(app, places.port('DEMO_PORT'));

	const stop = () => {
		save();
		const stopping = [page.stop(), ...services.map(({ simulator }) => simulator.stop())];
		void Promise.all(stopping).then(() => process.exit(0));
	};
	process.once('SIGINT', stop);
	process.once('SIGTERM', stop);
	tell(setting('DEMO_SERVICES'), services);
	console.log('The simulators listen.');
}

function keptOf(services: readonly DemoService[]): Kept {
	return Object.fromEntries(
		services.map((service) => [service.provider, service.simulator.kept()]),
	);
}

function tell(file: string, services: readonly DemoService[]): void {
	const told = services.map(({ provider, name, credentials, logins, installAt }) => ({
		provider,
		name,
		credentials,
		logins,
		installAt,
	}));
	writeFileSync(`${file}.new`, JSON.stringify(told), { mode: 0o600 });
	renameSync(`${file}.new`, file);
}

void serve();
