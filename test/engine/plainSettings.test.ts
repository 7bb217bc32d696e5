import { packEngine, runOperation, started } from './support/pack';
import { OwnVendor, reply } from './support/ownVendor';

it('leaves records alone that say what a header or a parameter of the credential says, and follows their links', async () => {
	const vendor = await new OwnVendor().start();
	const { origin } = vendor;
	vendor.answer = ({ path }, response) =>
		reply(response, {
			data: [{ self: `${origin}${path}`, type: 'application/json', 'application/json': 1 }],
			next: path === '/items' ? `${origin}/items/2` : null,
		});
	const engine = packEngine();
	const credential = engine.addCredential('flexibleOAuth2Api', {
		environment: 'custom',
		grantType: 'clientCredentials',
		apiBaseUrl: origin,
		accessTokenUrl: `${origin}/token`,
		clientId: 'client',
		clientSecret: 'canary-client-secret',
		quirks: ['calls', 'tokenRequest'],
		callHeaders: '{"Accept":"application/json"}',
		exchangeParameters: JSON.stringify({ audience: origin }),
		accessToken: 'canary-access-token',
	});
	const { items, error } = await runOperation(
		engine,
		'flexibleOAuth2Api',
		credential,
		'apiCall.getMany',
		{
			path: '/items',
			recordsPath: 'data',
			pagination: 'linkInBody',
			nextPath: 'next',
			returnAll: true,
		},
	);
	await vendor.stop();
	expect(error).toBeUndefined();
	expect(vendor.calls.map(({ path }) => path)).toEqual(['/items', '/items/2']);
	expect(items.map(({ json }) => json)).toEqual(
		['/items', '/items/2'].map((path) => ({
			self: `${origin}${path}`,
			type: 'application/json',
			'application/json': 1,
		})),
	);
});

it('puts the header by which a key is sent into no item', async () => {
	const { vendor, engine, credential } = await started('omniFundApi');
	const sent = Buffer.from('demo-key-mia:canary-omnifund-key-mia').toString('base64');
	vendor.faults.add({
		path: '/some/list',
		status: 200,
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify({ seen: `Basic ${sent}`, other: 'stays' }),
		times: 1,
	});
	const { items } = await runOperation(engine, 'omniFundApi', credential, 'customApiCall.send', {
		method: 'GET',
		path: '/some/list',
	});
	await vendor.stop();
	expect(items.map(({ json }) => json)).toEqual([{ seen: 'Basic ***', other: 'stays' }]);
});
