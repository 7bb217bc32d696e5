/** Under the node's name on the canvas, in words: `getMany` of `saleInvoice` reads "get many: sale invoice". */
export const operationSubtitle = inWords('$parameter["operation"] + ": " + $parameter["resource"]');

/** A subtitle that shows an expression's camelCase names in words. */
export function inWords(expression: string): string {
	return `={{ (${expression}).replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase() }}`;
}
