// @ts-check
'use strict';

/**
 * Whether a setting is in the environment, as NAME or as NAME_FILE; blank counts as absent, as it does for the services.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {string} name
 * @returns {boolean}
 */
function isGiven(env, name) {
  return [env[name], env[`${name}_FILE`]].some((value) => value !== undefined && value.trim() !== '');
}

module.exports = { isGiven };
