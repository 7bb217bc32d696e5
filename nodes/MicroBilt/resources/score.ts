import { resource } from '../../shared/operation/operation';
import { applicant } from '../forms/subject';
import { choices } from '../products';
import { report } from '../report';
import { reportPerformance } from './performance';

export const score = resource(
	'Score',
	[
		report({
			product: 'iPredict',
			name: 'Get iPredict',
			action: 'Get an iPredict score',
			description: 'Get the decision, score and loan amounts of iPredict for an applicant',
			form: applicant,
			simple: true,
			options: 'wrapped',
		}),
		report({
			product: 'MBCLR',
			name: 'Get MBCLR',
			action: 'Get an MBCLR score',
			description: "Get MicroBilt's consumer lending report of an applicant",
			form: applicant,
			simple: true,
			options: 'wrapped',
		}),
		report({
			product: 'MBCR',
			name: 'Get MBCR',
			action: 'Get an MBCR score',
			description: "Get MicroBilt's credit report of an applicant",
			form: applicant,
			simple: true,
			options: 'wrapped',
		}),
		reportPerformance(choices(({ performance, title }) => performance && !/Prescreen/.test(title))),
	],
	{ defaultOperation: 'getIPredict' },
);
