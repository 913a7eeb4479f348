module.exports = require('../../jest.preset.js')({ displayName: 'workspace-checks-int', kind: 'int' });
