import { COPIED } from './copied';
import type { Dashboard } from './dashboard';
import { HAPPENING } from './happening';
import { HOW } from './how-it-is-said';
import { WHERE } from './where';
import { WHO } from './who';

/** What the workbook and the pages in the browser open on. */
export const DASHBOARDS: readonly Dashboard[] = [HAPPENING, WHERE, HOW, WHO, COPIED];
