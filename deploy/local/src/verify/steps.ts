export type StepName = 'format' | 'schemas' | 'lint' | 'typecheck' | 'unit' | 'int' | 'e2e' | 'bi' | 'clone';

export interface Step {
  readonly name: StepName;
  /** Shown while it runs. */
  readonly label: string;
  /** A program of node_modules/.bin and its arguments. */
  readonly command: readonly [program: string, ...args: string[]];
  /** Counts its own tests, in test-results/*.json. */
  readonly isTest: boolean;
  readonly needsStack: boolean;
  /** Takes so long that only `npm test -- all` runs it, or naming it. */
  readonly isLong?: boolean;
}

const nx = (target: string, ...flags: string[]): Step['command'] => [
  'nx',
  'run-many',
  '-t',
  target,
  '--outputStyle=static',
  ...flags,
];

/** Everything that is checked, in order: what is quick and needs nothing comes first. */
export const STEPS: readonly Step[] = [
  {
    name: 'format',
    label: 'format',
    command: ['prettier', '--check', '.'],
    isTest: false,
    needsStack: false,
  },
  {
    name: 'schemas',
    label: 'generated schemas',
    command: ['node', 'libs/contracts/tools/generate.mjs', '--check'],
    isTest: false,
    needsStack: false,
  },
  { name: 'lint', label: 'lint', command: nx('lint', '--parallel=2'), isTest: false, needsStack: false },
  {
    name: 'typecheck',
    label: 'typecheck',
    command: nx('typecheck', '--parallel=2'),
    isTest: false,
    needsStack: false,
  },
  { name: 'unit', label: 'unit tests', command: nx('test', '--parallel=2'), isTest: true, needsStack: false },
  {
    name: 'int',
    label: 'integration tests',
    command: nx('test:int', '--parallel=1'),
    isTest: true,
    needsStack: true,
  },
  {
    name: 'e2e',
    label: 'end-to-end tests',
    command: nx('e2e', '--parallel=1'),
    isTest: true,
    needsStack: true,
  },
  {
    name: 'bi',
    label: 'SQL over the tables for analysts',
    command: nx('test:bi', '--parallel=1'),
    isTest: true,
    needsStack: true,
    isLong: true,
  },
  {
    name: 'clone',
    label: 'fresh clone',
    command: nx('test:clone'),
    isTest: true,
    needsStack: false,
    isLong: true,
  },
];

const ALL = 'all';

/** The steps that were named; without names all but the long ones, with `all` these too. */
export function selectSteps(names: readonly string[]): { steps: readonly Step[]; problems: string[] } {
  const known = STEPS.map(({ name }) => name);
  const problems = names
    .filter((name) => name !== ALL && !known.some((step) => step === name))
    .map((name) => `unknown step "${name}": it is one of ${known.join(', ')}, or ${ALL}`);
  const isChosen = ({ name, isLong = false }: Step): boolean =>
    names.includes(ALL) || (names.length === 0 ? !isLong : names.includes(name));
  const steps = STEPS.filter(isChosen);
  return { steps, problems };
}
