import VPDocAside from 'vitepress/dist/client/theme-default/components/VPDocAside.vue';
import { inBrowser } from './inBrowser.mts';

/** The headings of a page, beside it. */
export default inBrowser(VPDocAside);
