import Groups from 'vitepress/dist/client/theme-default/components/VPSidebarGroup.vue';
import { inBrowser } from './inBrowser.mts';

/** The list beside a page. */
export default inBrowser(Groups);
