import { TABLES } from '../../contract/contract';
import { DASHBOARDS } from '../../dashboards/subjects';
import { capabilities } from './capabilities';
import { dataSource } from './data-source';
import { modelsOf } from './model';
import { hyperPlace, livePlace } from './places';
import { workbook } from './workbook';
import { document } from './xml';

/** What `npm run bi` shows, unless it is told otherwise. */
const URL = 'jdbc:trino://127.0.0.1:8090/mongodb/twitter';
const live = livePlace(URL, 'twitter');

/** The checked-in files of deploy/tableau by their names. */
export function tableauFiles(): Readonly<Record<string, string>> {
  const [posts] = modelsOf(TABLES);
  if (posts === undefined) {
    throw new Error('the contract has no tables');
  }
  return {
    'enriched-live.tds': document(dataSource(posts, live, { isFile: true })),
    'enriched-live.tdc': document(capabilities()),
    'enriched-live.twb': document(workbook(TABLES, DASHBOARDS, live)),
  };
}

/** The data source of an extract of these tables; the path of its .hyper is that in the archive. */
export function extractDataSource(tables: typeof TABLES, file: string): string {
  const [posts] = modelsOf(tables);
  return posts === undefined ? '' : document(dataSource(posts, hyperPlace(file), { isFile: true }));
}

/** The workbook over an extract. */
export const extractWorkbook = (file: string): string =>
  document(workbook(TABLES, DASHBOARDS, hyperPlace(file)));
