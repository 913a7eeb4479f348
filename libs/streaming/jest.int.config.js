module.exports = require('../../jest.preset.js')({ displayName: 'streaming-int', kind: 'int' });
