// DemoCorpus
