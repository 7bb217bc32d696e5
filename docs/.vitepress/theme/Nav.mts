import VPNav from 'vitepress/dist/client/theme-default/components/VPNav.vue';
import { inBrowser } from './inBrowser.mts';

/** The bar above a page. */
export default inBrowser(VPNav);
