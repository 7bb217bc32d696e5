import { defineComponent, h, onMounted, ref, type Component } from 'vue';

/**
 * Has the browser draw what is the same around all pages. In the file of each page it was most of the site; the text
 * of a page, which search engines and people without scripts read, stays in its file.
 */
export const inBrowser = (part: Component) =>
	defineComponent({
		inheritAttrs: false,
		setup(_, { attrs, slots }) {
			const isDrawn = ref(false);
			onMounted(() => (isDrawn.value = true));
			return () => (isDrawn.value ? h(part, attrs, slots) : null);
		},
	});
