import { Expression } from 'n8n-workflow';
import { n8nApiUrl, n8nInstanceTest } from '../../../credentials/n8nInstance';

it.each([
	['127.0.0.1:5678', 'http://127.0.0.1:5678/api/v1'],
	['localhost:5678/', 'http://localhost:5678/api/v1'],
	['n8n.example.com', 'https://n8n.example.com/api/v1'],
	[' https://n8n.example.com/api/v1', 'https://n8n.example.com/api/v1'],
])('the address %j is %s for nodes and for the test of the credential', (baseUrl, url) => {
	expect(n8nApiUrl({ baseUrl })).toBe(url);
	expect(
		Expression.resolveWithoutWorkflow(String(n8nInstanceTest.request.baseURL).slice(1), {
			$credentials: { baseUrl },
		}),
	).toBe(url);
});
