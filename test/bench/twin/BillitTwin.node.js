/** The same read as the Billit node's, the declarative way: for the benchmarks only. */
class BillitTwin {
	constructor() {
		this.description = {
			displayName: 'Billit Twin',
			name: 'billitTwin',
			group: ['transform'],
			version: 1,
			description: 'One read, by routing',
			defaults: { name: 'Billit Twin' },
			inputs: ['main'],
			outputs: ['main'],
			credentials: [{ name: 'billitOAuth2Api', required: true }],
			requestDefaults: { baseURL: '={{ $credentials.apiBaseUrl }}' },
			properties: [
				{
					displayName: 'Order ID',
					name: 'orderId',
					type: 'string',
					default: '',
					routing: { request: { method: 'GET', url: '=/v1/orders/{{ $value }}' } },
				},
			],
		};
	}
}

module.exports = { BillitTwin };
