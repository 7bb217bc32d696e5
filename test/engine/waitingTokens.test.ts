import type { IDataObject } from 'n8n-workflow';
import { LUCA_COMPANIES_QUERY } from '../../credentials/oauth2/profiles/luca';
import { LucaSimulator } from '../simulators/luca';
import type { Engine } from './support/engine';
import { Browser, consentingAs, Trigger } from './support/browser';
import type * as Pack from './support/pack';
import { connect, inFuture, packEngine, read } from './support/pack';
import { impatient } from './support/patience';

impatient();

const TYPE = 'lucaOAuth2Api';
const GRAPHQL = '/api/v1/graphql';
/** Of the first person's company, and of another one. */
const OWN = '999000001';
const OTHER = '999000003';

let luca: LucaSimulator;
let engine: Engine;
let id: string;
beforeEach(async () => {
	luca = await new LucaSimulator().start();
	engine = packEngine();
	id = connect(engine, TYPE, luca, {
		accessToken: '',
		refreshToken: '',
		tokenExpiresAt: '',
		organisationNumber: OWN,
	});
});
afterEach(async () => await luca.stop());

/** The same n8n after a restart: what is stored is there, what a process knew is not. */
function restart(): void {
	const before = engine.credentials;
	jest.isolateModules(() => {
		const pack = jest.requireActual<typeof Pack>('./support/pack');
		engine = pack.packEngine();
	});
	Reflect.set(engine.credentials, 'stored', Reflect.get(before, 'stored'));
}

const stored = () => engine.credentials.read(id);

const paste = (person: 'first' | 'second' = 'first') => {
	const code = consentingAs('luca').code(luca, String(stored().redirectUrl), person);
	engine.credentials.write(id, { authorizationCode: code });
	return code;
};

/** Luca cannot tell any more whose tokens these are. */
const silence = () => luca.faults.add({ path: GRAPHQL, status: 503, times: Infinity });

/** What Luca was asked. */
const questions = () => luca.recorder.to(GRAPHQL).map(({ body }) => (body as IDataObject).query);

async function pasteInSilence(person: 'first' | 'second' = 'first'): Promise<string> {
	const code = paste(person);
	silence();
	const { error } = await read(engine, TYPE, id);
	expect(error?.message).toContain('cannot answer at the moment');
	return code;
}

it('tokens of a pasted code outlive a restart while Luca cannot tell whose they are', async () => {
	const code = await pasteInSilence();
	expect(JSON.stringify(stored())).not.toContain(code);
	expect(stored()).toMatchObject({ accessToken: '', refreshToken: '' });
	restart();
	expect((await read(engine, TYPE, id)).error?.message).toContain('cannot answer at the moment');
	luca.faults.clear();
	restart();
	expect((await read(engine, TYPE, id)).error).toBeUndefined();
	expect(stored()).toMatchObject({ authorizationCode: '', connectedAccount: 'QWzh2B' });
	expect(luca.oauth.counts.exchanges).toBe(1);
	expect(luca.oauth.counts.replays).toBe(0);
});

it('are used for nothing but that question, and are not taken for another company', async () => {
	await pasteInSilence('second');
	expect((await read(engine, TYPE, id)).error?.message).toContain('cannot answer at the moment');
	expect([...new Set(questions())]).toEqual([LUCA_COMPANIES_QUERY]);
	luca.faults.clear();
	restart();
	const { error } = await read(engine, TYPE, id);
	expect(error?.description).toContain(`"Organisation Number" of the credential is ${OWN}`);
	expect(stored()).toMatchObject({ accessToken: '', refreshToken: '' });
	// Whoever meant that company says so, and needs no other code.
	engine.credentials.write(id, { organisationNumber: OTHER });
	restart();
	expect((await read(engine, TYPE, id)).error).toBeUndefined();
	expect(stored().connectedAccount).toBe('Tt7p4D');
	expect(luca.oauth.counts.exchanges).toBe(1);
});

it('are renewed when they have ended meanwhile, and what that brings is not lost either', async () => {
	await pasteInSilence();
	luca.clock.advance(3 * 24 * 3600 * 1000);
	const realNow = Date.now;
	const now = jest.spyOn(Date, 'now').mockImplementation(() => realNow() + 3 * 24 * 3600 * 1000);
	try {
		restart();
		expect((await read(engine, TYPE, id)).error?.message).toContain('cannot answer at the moment');
		expect(luca.oauth.counts.refreshes).toBe(1);
		luca.faults.clear();
		restart();
		expect((await read(engine, TYPE, id)).error).toBeUndefined();
		expect(luca.oauth.counts.refreshes).toBe(1);
		expect(stored().connectedAccount).toBe('QWzh2B');
	} finally {
		now.mockRestore();
	}
});

it('give way to a newer code', async () => {
	await pasteInSilence('second');
	luca.faults.clear();
	paste('first');
	restart();
	expect((await read(engine, TYPE, id)).error).toBeUndefined();
	expect(stored().connectedAccount).toBe('QWzh2B');
});

it('a connected credential keeps what it holds meanwhile', async () => {
	const connected = connect(engine, TYPE, luca, { organisationNumber: OWN });
	const { accessToken, refreshToken } = engine.credentials.read(connected);
	const code = consentingAs('luca').code(luca, String(stored().redirectUrl), 'second');
	engine.credentials.write(connected, { authorizationCode: code, tokenExpiresAt: inFuture(3600) });
	silence();
	await read(engine, TYPE, connected);
	expect(engine.credentials.read(connected)).toMatchObject({ accessToken, refreshToken });
});

it('a visitor of the Connect trigger puts nothing into the credential', async () => {
	const trigger = new Trigger(engine, luca, consentingAs('luca'), {}, { organisationNumber: OWN });
	const browser = new Browser(trigger);
	await browser.open();
	silence();
	expect((await browser.come({ code: trigger.code() })).status).toBe(503);
	expect(trigger.stored.authorizationCode ?? '').toBe('');
});
