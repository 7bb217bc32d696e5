import { Clock } from '../../simulators/shared/clock';
import { Faults } from '../../simulators/shared/faults';
import { bearerOf, stringsOf } from '../../simulators/shared/http';
import { OAuthStore } from '../../simulators/shared/oauthStore';
import { Recorder } from '../../simulators/shared/recorder';
import { createApp, listen, type Listening } from '../../simulators/shared/server';

const CLIENT = {
	id: 'ferry-client',
	secret: 'canary-ferry-secret',
	redirectUris: [],
	grants: ['authorization_code', 'refresh_token'],
};

const USER = { username: 'finn', password: 'canary-ferry-password' };

/** The made-up vendor. */
export class FerrySimulator {
	readonly recorder = new Recorder();

	readonly faults = new Faults();

	readonly oauth = new OAuthStore(
		{ canary: 'ferry', accessTokenLifetime: 900, codeLifetime: 60, refreshTokens: 'single-use' },
		new Clock(),
	);

	private listening?: Listening;

	get origin(): string {
		return this.listening?.origin ?? '';
	}

	code(redirectUri: string): string {
		return this.oauth.issueCode(CLIENT, USER, redirectUri);
	}

	async start(): Promise<this> {
		this.oauth.clients.push(CLIENT);
		const app = createApp(this.recorder, this.faults, {
			paths: /^\/crossings\//,
			named: [],
			headers: [],
			refuse: (response, name) => void response.status(400).json({ reason: name }),
		});
		app.post('/token', async (request, response) => {
			const result = await this.oauth.grant(stringsOf(request.body));
			if ('error' in result) return void response.status(400).json({ reason: result.error.name });
			response.json({
				access_token: result.token.accessToken,
				refresh_token: result.token.refreshToken,
				expires_in: 900,
			});
		});
		app.get('/crossings/:id', (request, response) => {
			if (this.oauth.check(bearerOf(request)).state !== 'valid') {
				return void response.status(403).json({ reason: 'token' });
			}
			response.json({ id: request.params.id });
		});
		this.listening = await listen(app, 0);
		return this;
	}

	async stop(): Promise<void> {
		await this.listening?.stop();
	}
}
