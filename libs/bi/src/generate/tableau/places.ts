import { element, type Element } from './xml';

/** Where the tables are. */
export interface Place {
  /** The connection's own element. */
  readonly connection: Element;
  /** Of the connection, in files. */
  readonly name: string;
  readonly caption: string;
  readonly schema: string;
}

/** Trino, over JDBC; the driver's URL is all that it needs. */
export const livePlace = (url: string, schema: string): Place => ({
  name: 'genericjdbc.trino',
  caption: url,
  schema,
  connection: element('connection', {
    ...{ class: 'genericjdbc', dbname: 'mongodb', dialect: 'genericjdbc', jdbcproperties: '', jdbcurl: url },
    ...{ port: '', schema, server: '', username: 'tableau', warehouse: '' },
  }),
});

/** A .hyper; its path is relative to what it is packed in. */
export const hyperPlace = (file: string): Place => ({
  name: 'hyper.posts',
  caption: 'Extract',
  schema: 'public',
  connection: element('connection', {
    ...{ authentication: 'auth-none', class: 'hyper', dbname: file, 'default-settings': 'yes' },
    ...{ schema: 'public', sslmode: '', tablename: '', username: 'tableau_internal_user' },
  }),
});
