module.exports = require('../../jest.preset.js')({ displayName: 'bi-commands-int', kind: 'int' });
