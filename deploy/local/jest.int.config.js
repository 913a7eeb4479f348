module.exports = require('../../jest.preset.js')({ displayName: 'local-stack-int', kind: 'int' });
