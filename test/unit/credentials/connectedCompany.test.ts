import { billitProfile } from '../../../credentials/oauth2/profiles/billit';
import { lucaProfile } from '../../../credentials/oauth2/profiles/luca';

const billitReply = (ids: string[]) => ({
	Companies: ids.map((id) => ({ PartyID: id, Name: `Company ${id}` })),
});

const lucaReply = (ids: string[]) => ({
	data: {
		companies: {
			nodes: ids.map((id) => ({ id, name: `Company ${id}`, organisationNumber: `9${id}` })),
		},
	},
});

describe.each([
	['Billit', billitProfile, billitReply, { partyId: '300' }],
	['Luca Regnskap', lucaProfile, lucaReply, { organisationNumber: '9300' }],
] as const)('%s lists several companies', (_name, profile, reply, chosen) => {
	const read = (ids: string[], credentials = {}) =>
		profile.account?.read(reply(ids), credentials)?.id;

	it('stays with the connected one, in whichever order they come', () => {
		expect(read(['100', '200'])).toBe('100');
		expect(read(['200', '100'], { connectedAccount: '100' })).toBe('100');
		expect(read(['200', '300'], { connectedAccount: '100' })).toBe('200');
	});

	it('takes the one that the credential names before it', () => {
		expect(read(['100', '300'], { connectedAccount: '100', ...chosen })).toBe('300');
	});
});
