import { readFileSync } from 'node:fs';
import { createExtracts, type Extracts } from '../test-support/extracts';
import { fillKnown } from '../test-support/known-data';
import { startTableauServer, type RecordedServer } from '../test-support/tableau-server';
import { openTestDatabase, type TestDatabase } from '../test-support/test-database';

const SECRET = 'qlE1g9MMh9vbrjjg==:rZTHhPpP2tUW1kfn4tjg8';

let test: TestDatabase;
let extracts: Extracts;
let server: RecordedServer;
const serverOf = (over: object = {}) => ({
  tableauServer: () => ({
    ...{
      url: server.url,
      site: 'MarketingTeam',
      project: 'Research',
      tokenName: 'nightly',
      tokenSecret: SECRET,
    },
    ...over,
  }),
});

beforeAll(async () => {
  // The client would take a proxy of the environment for the way to this machine.
  process.env['no_proxy'] = '127.0.0.1';
  test = await openTestDatabase();
  extracts = createExtracts(test.database);
  await fillKnown(test.database);
  server = await startTableauServer(SECRET);
});
afterAll(async () => {
  await server.close();
  extracts.remove();
  await test.close();
});

describe('npm run bi:extract -- --publish, to a server of an exchange that documentation describes', () => {
  it('signs in by token, finds the project, sends the whole file over what has its name, signs out', async () => {
    const lines = await extracts.run(['--out', 'posts.tdsx', '--publish'], serverOf());
    expect(lines.at(-1)).toBe(`published: posts on ${server.url}, site MarketingTeam, project Research`);
    const requests = server.asked.map(({ request }) => request.replace(/\/sites\/[^/]+/, ''));
    expect(requests).toEqual([
      expect.stringMatching(/^GET \/api\/[\d.]+\/serverinfo$/i),
      'POST /api/3.27/auth/signin',
      expect.stringMatching(/^GET \/api\/3\.27\/projects/),
      expect.stringMatching(/^POST \/api\/3\.27\/datasources\?.*overwrite=true/),
      'POST /api/3.27/auth/signout',
    ]);
    const { body, token } = server.asked.at(-2)!;
    expect(body.includes(readFileSync(extracts.file('posts.tdsx')))).toBe(true);
    expect(token).toMatch(/^HvZMqFFfQQmOM4L/);
  });

  it('names server and token where it is refused, not the secret, and the file stays', async () => {
    const failing = extracts.run(
      ['--out', 'posts.hyper', '--publish'],
      serverOf({ tokenSecret: 'wrong-secret' }),
    );
    await expect(failing).rejects.toThrow(
      /publishing to .* as the token nightly: .*401001.*posts\.hyper is whole and stays/,
    );
    await expect(failing).rejects.not.toThrow(/wrong-secret/);
    expect(readFileSync(extracts.file('posts.hyper')).length).toBeGreaterThan(0);
  });

  it('names the project that is not there, and what is not set', async () => {
    await expect(
      extracts.run(['--out', 'posts.hyper', '--publish'], serverOf({ project: 'Reserch' })),
    ).rejects.toThrow('there is no project Reserch');
    await expect(
      extracts.run(['--out', 'none.hyper', '--publish'], serverOf({ tokenSecret: undefined })),
    ).rejects.toThrow('--publish needs TABLEAU_TOKEN_SECRET');
  });

  it('says so where no server answers', async () => {
    await expect(
      extracts.run(['--out', 'posts.hyper', '--publish'], serverOf({ url: 'http://127.0.0.1:9' })),
    ).rejects.toThrow(/publishing to http:\/\/127\.0\.0\.1:9, .*refused/);
  });
});
