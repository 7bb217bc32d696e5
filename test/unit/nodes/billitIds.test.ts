import { idIn } from '../../../nodes/Billit/idempotency';

it.each([
	[1684998, 1684998],
	['1684998', 1684998],
	['9007199254740993', '9007199254740993'],
	[{ OrderID: '90071992547409931' }, '90071992547409931'],
	[{ OrderID: 5 }, 5],
	['', undefined],
	['not a number', undefined],
	[{}, undefined],
])('Billit answers %j to a creation: the ID is %j, every digit', (body, id) => {
	expect(idIn(body, 'OrderID')).toBe(id);
});
