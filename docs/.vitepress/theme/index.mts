import { withBase, type Theme } from 'vitepress';
import DefaultTheme from 'vitepress/theme-without-fonts';
import { defineComponent, h } from 'vue';
import './style.css';

/** A link that saves a file of the site. */
const DownloadLink = defineComponent({
	props: { file: { type: String, required: true } },
	setup: ({ file }) => {
		return () =>
			h(
				'p',
				h('a', { href: withBase(`/${file}`), download: '' }, `Download ${file.split('/').pop()}`),
			);
	},
});

export default {
	extends: DefaultTheme,
	enhanceApp({ app }) {
		app.component('DownloadLink', DownloadLink);
	},
} satisfies Theme;
