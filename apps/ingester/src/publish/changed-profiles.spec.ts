import { buildProfile, buildUser } from '@tdp/testing';
import { createChangedProfiles } from './changed-profiles';

const profile = (id: string, name: string, observedAt = 1) =>
  buildProfile({ user: buildUser({ id, name }), observedAt });

describe('changed profiles', () => {
  it('are those that differ from what was acknowledged, whenever they were observed', () => {
    const profiles = createChangedProfiles({ maxUsers: 10, daily: false });
    const change = profiles.changeOf(profile('1', 'a'));
    change?.producing();
    change?.acknowledged();
    expect(profiles.changeOf(profile('1', 'a', 2))).toBeNull();
    expect(profiles.changeOf(profile('1', 'b'))).not.toBeNull();
    expect(profiles.changeOf(profile('2', 'a'))).not.toBeNull();
  });

  it('are not produced again while they are on their way', () => {
    const profiles = createChangedProfiles({ maxUsers: 10, daily: false });
    profiles.changeOf(profile('1', 'a'))?.producing();
    expect(profiles.changeOf(profile('1', 'a'))).toBeNull();
  });

  it('count as changed until they are handed over', () => {
    const profiles = createChangedProfiles({ maxUsers: 10, daily: false });
    profiles.changeOf(profile('1', 'a'));
    expect(profiles.changeOf(profile('1', 'a'))).not.toBeNull();
  });

  it('are those of long unseen users, too', () => {
    const profiles = createChangedProfiles({ maxUsers: 2, daily: false });
    for (const id of ['1', '2', '3']) {
      const change = profiles.changeOf(profile(id, 'a'));
      change?.producing();
      change?.acknowledged();
    }
    expect(profiles.changeOf(profile('1', 'a'))).not.toBeNull();
    expect(profiles.changeOf(profile('3', 'a'))).toBeNull();
  });
});
