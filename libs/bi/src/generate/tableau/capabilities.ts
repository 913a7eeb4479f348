import { element, type Element } from './xml';

/** What Tableau is told not to ask of Trino: it is read-only, and has no temporary tables. */
const CAPABILITIES: Readonly<Record<string, 'yes' | 'no'>> = {
  CAP_CREATE_TEMP_TABLES: 'no',
  CAP_SELECT_INTO: 'no',
  CAP_SELECT_TOP_INTO: 'no',
  CAP_QUERY_TOPSTYLE_LIMIT: 'yes',
  CAP_QUERY_TOPSTYLE_TOP: 'no',
  CAP_QUERY_TOPSTYLE_ROWNUM: 'no',
  CAP_JDBC_METADATA_READ_PRIMARYKEYS: 'no',
  CAP_JDBC_METADATA_READ_FOREIGNKEYS: 'no',
};

/** The .tdc: Tableau reads it at its start, from its folder of data sources. */
export const capabilities = (): Element =>
  element('connection-customization', { class: 'genericjdbc', enabled: true, version: '18.1' }, [
    element('vendor', { name: 'genericjdbc' }),
    element('driver', { name: 'trino' }),
    element(
      'customizations',
      {},
      Object.entries(CAPABILITIES).map(([name, value]) => element('customization', { name, value })),
    ),
  ]);
