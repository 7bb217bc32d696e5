import type { IExecuteFunctions } from 'n8n-workflow';
import type { Outdated } from '../fields';
import type { Unmet } from './output';

type Context = Partial<Pick<IExecuteFunctions, 'addExecutionHints'>>;

/** Says that no item has a field which the user selected. */
export function tellUnmet(context: Context, { names, known }: Unmet): void {
	context.addExecutionHints?.({
		message: `No item has the field ${names.join(', ')}. They have: ${known.join(', ')}`,
		location: 'outputPane',
	});
}

/** Says which values hold although the panel does not show them any more. */
export function tellOutdated(context: Context, values: readonly Outdated[]): void {
	if (values.length === 0) return;
	const places = values.map(({ name, label, group }) => `${name} (${label} > ${group})`);
	context.addExecutionHints?.({
		message: `Set before their fields moved, and still in force: ${places.join(', ')}. To see or change them, add them there; what stands there wins`,
		location: 'outputPane',
	});
}
