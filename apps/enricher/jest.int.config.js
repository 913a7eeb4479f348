module.exports = require('../../jest.preset.js')({ displayName: 'enricher-int', kind: 'int' });
