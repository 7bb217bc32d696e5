import VPLocalNav from 'vitepress/dist/client/theme-default/components/VPLocalNav.vue';
import { inBrowser } from './inBrowser.mts';

/** The bar above a page on narrow screens. */
export default inBrowser(VPLocalNav);
