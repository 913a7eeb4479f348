module.exports = require('../../jest.preset.js')({ displayName: 'ingester-int', kind: 'int' });
